// SPDX-License-Identifier: LGPL-2.1-or-later

// Jobs: functions and promises, times and zones, and what becomes of jobs that fail.

import Gio from 'gi://Gio?version=2.0';
import GLib from 'gi://GLib?version=2.0';
import Trueconf from 'gi://Trueconf?version=1';

import {assert, assertEqual, run, sleep, waitFor} from './harness.js';

async function started() {
    const scheduler = new Trueconf.Scheduler();
    await scheduler.start();
    return scheduler;
}

function assertThrows(func, words) {
    let message = 'nothing was thrown';
    try {
        func();
    } catch (error) {
        ({message} = error);
    }
    assert(message.includes(words), message);
}

const HOUR_AGO = new Date(Date.now() - 3600000);

run({
    async 'a job that runs in intervals'() {
        const scheduler = await started();
        const runs = [];
        scheduler.every(0.002, function poll(job) {
            runs.push(job.name);
            if (runs.length === 3)
                job.cancel();
        });
        await waitFor(() => runs.length === 3);
        assertEqual(runs, ['poll', 'poll', 'poll']);
        assertEqual(scheduler.jobs, []);
    },

    async 'promises do not overlap'() {
        const scheduler = await started();
        const runs = [];
        let released = false;
        const job = scheduler.every(0.002, async () => {
            runs.push('begin');
            while (!released)
                await sleep(1);
            runs.push('end');
        }, {name: 'slow', missed_policy: 'catch-up'});
        await waitFor(() => job.running);
        await sleep(20);
        assertEqual(runs, ['begin']);
        released = true;
        await waitFor(() => runs.length >= 4);
        assertEqual(runs.slice(0, 4), ['begin', 'end', 'begin', 'end']);
        job.cancel();
        await scheduler.stop();
    },

    async 'failures'() {
        const scheduler = await started();
        const errors = [];
        scheduler.connect('error', (_, error, job) => errors.push(`${job.name}: ${error.message}`));
        scheduler.at(HOUR_AGO, () => {
            throw new Error('no report');
        }, {name: 'first'});
        scheduler.at(HOUR_AGO, async () => {
            await sleep(1);
            throw new Error('no letter');
        }, {name: 'second'});
        await waitFor(() => errors.length === 2);
        assertEqual(errors, ['first: Error: no report', 'second: Error: no letter']);
    },

    async 'times, zones and options'() {
        const scheduler = await started();
        const zone = 'Asia/Tokyo';
        const daily = scheduler.daily('09:00', () => {}, {name: 'daily', zone, missed_policy: 'drop', grace_time: 5});
        const cron = scheduler.cron('0 9 * * *', () => {}, {name: 'cron', zone: GLib.TimeZone.new_identifier(zone), paused: true});
        assertEqual(daily.next_run.to_utc().get_hour(), 0);
        assertEqual(daily.missed_policy, Trueconf.MissedPolicy.DROP);
        assertEqual(daily.grace_time, 5);
        assertEqual(cron.next_run, null);
        cron.paused = false;
        assertEqual(cron.next_run.to_unix(), daily.next_run.to_unix());
        assertEqual(scheduler.jobs.map(job => job.name), ['daily', 'cron']);
        assertThrows(() => scheduler.cron('0 25 * * *', () => {}, {name: 'x'}), '“25” cannot be the hour');
        assertThrows(() => scheduler.daily('09:00', () => {}, {name: 'x', zone: 'Mars/Olympus'}), 'Mars/Olympus');
        assertThrows(() => scheduler.daily('09:00', () => {}, {name: 'cron'}), 'already');
        assertThrows(() => scheduler.daily('09:00', 'work', {name: 'x'}), 'has to be a function');
        assertThrows(() => scheduler.daily('09:00', function* () {}, {name: 'x'}), 'what a job does is a generator');
        assertThrows(() => scheduler.daily('09:00', class Work {}, {name: 'x'}), 'what a job does is a class');
        assertThrows(() => scheduler.daily('09:00', () => {}), 'needs a name');
        assertThrows(() => scheduler.every(0, () => {}, {name: 'x'}), '0.001');
        assertThrows(() => scheduler.every(1, () => {}, {name: 'x', often: true}), 'often');
        assertThrows(() => scheduler.every(1, () => {}, {name: 'x', missed_policy: 'often'}), 'catch-up, drop');
        assertThrows(() => scheduler.every(1, () => {}, {name: 'x', grace_time: 'long'}), 'a number');
        // what was refused was not added
        assertEqual(scheduler.find_job('x'), null);
        assertEqual(scheduler.every(1, () => {}, {name: 'x', missed_policy: 'catch-up'}).missed_policy, Trueconf.MissedPolicy.CATCH_UP);
    },

    async 'the file'() {
        const [file, stream] = Gio.File.new_tmp('jobs-XXXXXX');
        stream.close(null);
        let runs = 0;
        for (let i = 0; i < 2; i++) {
            const scheduler = Trueconf.Scheduler.new(file);
            scheduler.at(HOUR_AGO, () => runs++, {name: 'once'});
            await scheduler.start();
            await waitFor(() => scheduler.find_job('once') === null);
            await scheduler.stop();
        }
        file.delete(null);
        assertEqual(runs, 1);
    },
});
