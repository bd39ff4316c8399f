/** Plain words that YAML or a reader of YAML would take for something else than a text. */
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n|~)$/i;

/**
 * A text as YAML, in quotes only where it needs them.
 *
 * @example yamlText('model: 7') // '"model: 7"'
 */
export function yamlText(text: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(text) && !WORDS.test(text) ? text : JSON.stringify(text);
}

/** A list of texts, numbers and booleans in one line. */
export function yamlList(values: readonly (string | number | boolean)[]): string {
  return `[${values.map((value) => (typeof value === 'string' ? yamlText(value) : String(value))).join(', ')}]`;
}

/** A comment of one line: what would end it is left out. */
export function yamlComment(text: string): string {
  return `# ${text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')}`;
}
