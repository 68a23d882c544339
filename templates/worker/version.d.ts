/** The hash of the whole site; the build puts it before the worker. */
declare const VERSION: string;
