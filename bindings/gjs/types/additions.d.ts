// SPDX-License-Identifier: LGPL-2.1-or-later

// what the override adds to the namespace; make_types.py puts it there

type JsonLike = Json.Node | string | number | boolean | null | { [key: string]: any } | any[];
type FileLike = InputFile | Gio.File | string | { bytes: Uint8Array | GLib.Bytes; name: string };
type DraftLike = Draft | string | Text | Partial<Draft.ConstructorProps>;
type ButtonLike = Button | Partial<Button.ConstructorProps>;
type KeyboardLike = Keyboard | Iterable<ButtonLike | ButtonLike[]>;
type FilterLike<E extends Event = any> = Filter | State | StatesGroup | ((event: E, context: Context) => unknown) | null;
type Handler<E extends Event> = (event: E, context: Context, command: any) => unknown;
type List<T> = Gio.ListModel & Iterable<T>;

interface AbortSignalLike {
    readonly aborted: boolean;
    addEventListener(type: 'abort', listener: (event: any) => void): void;
    removeEventListener(type: 'abort', listener: (event: any) => void): void;
}

class AbortSignal implements AbortSignalLike {
    readonly aborted: boolean;
    readonly reason: any;
    onabort: ((event: any) => void) | null;
    addEventListener(type: 'abort', listener: (event: any) => void, options?: { once?: boolean }): void;
    removeEventListener(type: 'abort', listener: (event: any) => void): void;
    throwIfAborted(): void;
    static abort(reason?: any): AbortSignal;
}

class AbortController {
    readonly signal: AbortSignal;
    abort(reason?: any): void;
}

/** How a call can be ended early. */
interface CallOptions {
    cancellable?: Gio.Cancellable | null;
    signal?: AbortSignalLike | null;
    /** in seconds */
    timeout?: number;
}

interface MessageOptions extends CallOptions {
    keyboard?: KeyboardLike;
    quote?: string;
    /** sends a text of any length in several messages, whose list is the result */
    split?: boolean;
}

interface PageOptions extends CallOptions {
    page_size?: number;
}

interface FileOptions extends CallOptions {
    file: FileLike;
    progress?: Gio.FileProgressCallback | null;
}

interface CaptionOptions extends FileOptions {
    caption?: string | Text;
    parse_mode?: ParseMode | ParseModeWord;
    split?: boolean;
}

interface PhotoOptions extends CaptionOptions {
    preview?: FileLike;
}

interface CommandAnswerOptions extends CallOptions {
    text?: string;
    answer?: CommandAnswer | CommandAnswerWord;
    status?: CommandStatus | CommandStatusWord;
    visibility?: CommandVisibility | CommandVisibilityWord;
    level?: CommandLevel | CommandLevelWord;
}

interface QuestionOptions extends CallOptions {
    question?: DraftLike | null;
    filter?: FilterLike<Message>;
    retry?: DraftLike | null;
}

/** What an exception of the library says besides its message. */
interface ErrorWords {
    /** the call that has failed */
    method?: string;
    /** its chat, if it has one */
    chat_id?: string;
    /** the word for the code; undefined for one that this version of the library does not list */
    readonly nick?: ErrorWord;
    /** whether the error is this one; a word that there is not is a TypeError */
    matches(word: ErrorWord): boolean;
    matches(domain: GLib.Quark, code: number): boolean;
}

interface ApiError extends ErrorWords {
    matches(word: ErrorWord): boolean;
    matches(domain: GLib.Quark, code: number): boolean;
}

interface Error extends ErrorWords {
    matches(word: ErrorWord): boolean;
    matches(domain: GLib.Quark, code: number): boolean;
}

interface Event {
    readonly raw: any;
}

interface Content {
    readonly raw: any;
}

interface OutgoingRequest {
    get payload(): any;
    set payload(value: JsonLike);
}

interface DialogExpired {
    readonly data: any;
}

interface Draft {
    get text(): string | null;
    set text(value: string | Text | null);
}

interface Bot {
    run(cancellable?: Gio.Cancellable | null): void;
    iter_history(chat_id: string, options?: PageOptions): AsyncIterableIterator<Message>;
    iter_chats(options?: PageOptions): AsyncIterableIterator<Chat>;
    iter_participants(chat_id: string, options?: PageOptions): AsyncIterableIterator<ChatParticipant>;
    send_photo(options: PhotoOptions & { chat_id: string; reply_message_id?: string | null }): Promise<SentMessage>;
    send_document(options: CaptionOptions & { chat_id: string; reply_message_id?: string | null }): Promise<SentMessage>;
    send_sticker(options: FileOptions & { chat_id: string; reply_message_id?: string | null }): Promise<SentMessage>;
    answer_command(options: CommandAnswerOptions & { command_id: string }): Promise<boolean>;
    answer_command(command_id: string, draft: DraftLike, cancellable?: Gio.Cancellable | null): Promise<boolean>;
    with_activity<T>(chat_id: string, activity: ChatActivity | ChatActivityWord, work: () => T | Promise<T>): Promise<T>;
    add_request_middleware(
        middleware: RequestMiddleware | ((request: OutgoingRequest, next: RequestGoOn) => unknown)): RequestMiddleware;
}

interface RequestGoOn {
    (): Promise<any>;
    readonly cancellable: Gio.Cancellable | null;
    run(): void;
    answer(payload: JsonLike): void;
    fail(error: unknown): void;
}

interface Message {
    answer_photo(options: PhotoOptions): Promise<SentMessage>;
    answer_document(options: CaptionOptions): Promise<SentMessage>;
    answer_sticker(options: FileOptions): Promise<SentMessage>;
    reply_photo(options: PhotoOptions): Promise<SentMessage>;
    reply_document(options: CaptionOptions): Promise<SentMessage>;
    reply_sticker(options: FileOptions): Promise<SentMessage>;
}

interface CallbackQuery {
    answer(options?: CommandAnswerOptions): Promise<boolean>;
    answer(draft: DraftLike, cancellable?: Gio.Cancellable | null): Promise<boolean>;
}

interface Context {
    ask(question: DraftLike | null, filter?: FilterLike<Message>, retry?: DraftLike | null, timeout?: number,
        cancellable?: Gio.Cancellable | null): Promise<Message>;
    ask(options: QuestionOptions): Promise<Message>;
    get_data(key: string): any;
    set_data(key: string, value: unknown): void;
}

type ClassOf<E extends Event> = { readonly prototype: E };

interface On {
    <K extends keyof EventKinds>(type: K, handler: Handler<EventKinds[K]>): number;
    <K extends keyof EventKinds>(type: K, filter: FilterLike<EventKinds[K]>, handler: Handler<EventKinds[K]>): number;
    <K extends keyof EventKinds>(type: K, first: FilterLike<EventKinds[K]>, second: FilterLike<EventKinds[K]>,
        handler: Handler<EventKinds[K]>): number;
    <E extends Event>(type: ClassOf<E>, handler: Handler<E>): number;
    <E extends Event>(type: ClassOf<E>, filter: FilterLike<E>, handler: Handler<E>): number;
    <E extends Event>(type: ClassOf<E>, first: FilterLike<E>, second: FilterLike<E>, handler: Handler<E>): number;
    (method: string & {}, handler: Handler<Event>): number;
    (method: string & {}, filter: FilterLike<Event>, handler: Handler<Event>): number;
}

interface OnKind<E extends Event> {
    (handler: Handler<E>): number;
    (filter: FilterLike<E>, handler: Handler<E>): number;
    (first: FilterLike<E>, second: FilterLike<E>, handler: Handler<E>): number;
}

type Kinds = { [K in keyof EventKinds]: OnKind<EventKinds[K]> };

type MiddlewareLike = Middleware | ((event: Event, context: Context, next: () => Promise<boolean>) => unknown);

interface Router extends Kinds {
    on: On;
    fallback: On & ((handler: Handler<Event>) => number);
    add_fallback(handler: Handler<Event>): number;
    add_fallback(event_type: GObject.GType, filter: FilterLike | null, func: HandlerFunc): number;
    add_outer_middleware(middleware: MiddlewareLike): Middleware;
    add_inner_middleware(middleware: MiddlewareLike): Middleware;
    add_error_handler(handler: (error: any, event: Event, context: Context) => unknown): number;
    add_help(filter?: FilterLike<Message>): number;
}

interface Keyboard extends Iterable<Button[]> {
    readonly rows: Button[][];
}

interface FsmContext {
    // GObject.Object has other functions of these names
    get_data(key: never): any;
    set_data(key: never, data: never): void;
    set_state(state: State | string | null, cancellable?: Gio.Cancellable | null): Promise<boolean>;
    set_data(data: { [key: string]: any }, cancellable?: Gio.Cancellable | null): Promise<boolean>;
    update_data(data: { [key: string]: any }, cancellable?: Gio.Cancellable | null): Promise<any>;
    get_data(cancellable?: Gio.Cancellable | null): Promise<any>;
    get_value(key: string, otherwise?: any, cancellable?: Gio.Cancellable | null): Promise<any>;
}

interface StatesGroup extends Iterable<State> {
    [member: string]: any;
}

interface ScheduleOptions {
    name?: string;
    missed_policy?: MissedPolicy | MissedPolicyWord;
    grace_time?: number;
    allow_overlap?: boolean;
    paused?: boolean;
}

interface Scheduler {
    readonly jobs: Job[];
    add_job(name: string, schedule: Schedule, work: (job: Job) => unknown): Job;
    every(seconds: number, work: (job: Job) => unknown, options?: ScheduleOptions): Job;
    daily(time: string, work: (job: Job) => unknown, options?: ScheduleOptions & { zone?: string | GLib.TimeZone }): Job;
    cron(expression: string, work: (job: Job) => unknown, options?: ScheduleOptions & { zone?: string | GLib.TimeZone }): Job;
    at(time: Date | GLib.DateTime, work: (job: Job) => unknown, options?: ScheduleOptions): Job;
}

interface Text extends Iterable<TextSpan> {
    concat(...others: unknown[]): Text;
}

interface Form {
    on_finished(handler: (result: FormResult) => unknown): number;
}

namespace Keyboard {
    function from(rows: KeyboardLike): Keyboard;
}

namespace KeyboardPager {
    function from(id: string, list: Iterable<string | string[] | ButtonLike>,
        properties?: Partial<KeyboardPager.ConstructorProps>): KeyboardPager;
}

namespace StateFilter {
    function of(...states: (State | StatesGroup | string | null)[]): Filter;
}

namespace Text {
    function from(...parts: unknown[]): Text;
}

namespace Form {
    function from(description: { name: string; fields: { [name: string]: any }; texts?: any; summary?: any; timeout?: number;
        zone?: string | GLib.TimeZone }): Form;
}

interface CommandOptions {
    prefix?: string | string[];
    ignore_case?: boolean;
    parameters?: string;
    filter?: FilterLike<Message>;
    description?: string;
    hidden?: boolean;
}

function command(...names: [string | RegExp, ...(string | RegExp | CommandOptions)[]]): CommandFilter;
// a state that is called like a property of groups stands in its place
type Members<M> = { readonly [K in (M extends readonly (infer N)[] ? N : keyof M) & string]: any };
function states<const M extends readonly (string | StatesGroup)[] | { [name: string]: any }>(
    name: string, members: M): StatesGroup & Members<M>;
/** The Date of a GLib.DateTime. */
function to_date(time: GLib.DateTime): Date;
function to_date(time: GLib.DateTime | null): Date | null;
/** A formatted text; values are shown as they are. */
function html(strings: TemplateStringsArray, ...values: unknown[]): Text;

class Storage extends GObject.Object {
    load(key: FsmKey): FsmRecord | null | Promise<FsmRecord | null>;
    store(key: FsmKey, record: FsmRecord, version: string | null): boolean | Promise<boolean>;
    find_expired?(time: number, limit: number): FsmKey[] | Promise<FsmKey[]>;
}
