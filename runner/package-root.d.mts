/** Absolute path of the folder that holds package.json, without a slash at its end: a clone, or an installed package. */
export declare const ROOT: string;
