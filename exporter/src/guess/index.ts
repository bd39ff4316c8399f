export { cellValue, guessDecimal, guessDelimiter } from './csv-dialect.js';
export type { MapGuess } from './guess-map.js';
export { guessMap } from './guess-map.js';
export { guessFormat, jsonObjectOf, type FormatGuess } from './log-format.js';
export { profileRecords, type LogProfile } from './profile-records.js';
export { usualWindow, type WindowGuess } from './usual-window.js';
export { writeConfiguration, type ConfigurationPlan } from './write-configuration.js';
