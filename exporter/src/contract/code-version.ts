/** Version of the code that reaches verdicts; equals the version in package.json (a test compares them). */
export const CODE_VERSION = '0.1.0';
