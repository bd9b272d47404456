// SPDX-License-Identifier: LGPL-2.1-or-later

// Scheduled jobs, with functions that may be asynchronous.

const {toEnum} = imports.overrides._trueconf.arguments;
const {failed} = imports.overrides._trueconf.errors;
const {isPromise, items, refuseUncallable, takeOptions, toDateTime, toZone} = imports.overrides._trueconf.values;

// the function for the library: it holds the job while a promise is pending, and reports exceptions
function makeRunner(Trueconf, work) {
    return job => {
        let result;
        try {
            result = work(job);
        } catch (error) {
            failed(Trueconf, job, error);
            return;
        }
        if (!isPromise(result))
            return;
        job.hold();
        Promise.resolve(result).then(
            () => {},
            error => failed(Trueconf, job, error)
        ).then(() => job.release());
    };
}

// scheduler.every(30, work), daily('09:00', work, {zone, name, missed_policy …}), cron('0 9 * * *', work, …), at(date, work, …)
function addSchedules(Trueconf) {
    const {Schedule, Scheduler} = Trueconf;
    const addJob = Scheduler.prototype.add_job;

    Scheduler.prototype.add_job = function (name, schedule, work) {
        if (typeof work !== 'function')
            throw new TypeError('what a job does has to be a function');
        refuseUncallable('what a job does', work);
        if (typeof name !== 'string' || name === '')
            throw new TypeError('a job needs a name: give {name}, or a function that has one');
        if (this.find_job(name) !== null)
            throw new Error(`there is a job ${name} already: give this one another name, or cancel that one`);
        return addJob.call(this, name, schedule, makeRunner(Trueconf, work));
    };

    const kinds = {
        every: [seconds => Schedule.new_every(Math.round(seconds * 1e6)), []],
        daily: [(time, options) => Schedule.new_daily(time, toZone(options.zone)), ['zone']],
        cron: [(expression, options) => Schedule.new_cron(expression, toZone(options.zone)), ['zone']],
        at: [time => Schedule.new_once(toDateTime(time)), []],
    };
    for (const [kind, [makeSchedule, more]] of Object.entries(kinds)) {
        const known = ['name', ...more, 'missed_policy', 'grace_time', 'allow_overlap', 'paused'];
        Scheduler.prototype[kind] = function (when, work, options = {}) {
            takeOptions(kind, options, known, []);
            const {name, zone, missed_policy: policy, ...properties} = options;
            if (kind === 'every' && !(when >= 0.001))
                throw new TypeError(`a job cannot run every ${when} seconds: 0.001 is the least`);
            if (policy !== undefined)
                properties.missed_policy = toEnum('missed_policy', Trueconf.MissedPolicy, policy);
            // what is refused is refused before there is a job: cancelling it would also forget when it has run
            const schedule = makeSchedule(when, {zone});
            Object.assign(addJob.call(new Scheduler(), 'options', schedule, () => {}), properties);
            return Object.assign(this.add_job(name ?? work?.name, schedule, work), properties);
        };
    }

    Object.defineProperty(Scheduler.prototype, 'jobs', {
        configurable: true,
        get() {
            return [...items(this.list_jobs())];
        },
    });
}
