import { errorsOf } from '../contract/index.js';

export const BASELINE_ERRORS = {
  BASELINE_NOT_CANONICAL: {
    status: 0,
    message: 'canonical JSON holds finite numbers, whole Unicode text, booleans, null, arrays and objects (found {found} at {at})',
    advice: 'leave the value out, or write it as null',
  },
  BASELINE_SYNTAX: {
    status: 400,
    message: '{where}: a baseline is one JSON object (found {found})',
    advice: 'pass the file that `aiops baseline build` wrote',
  },
  BASELINE_VERSION: {
    status: 400,
    message: '{where}: format_version {found} is not known, this version reads {supported}',
    advice: 'update the exporter, or build the baseline again with this version',
  },
  BASELINE_SCHEMA: {
    status: 400,
    message: '{where}: {key}: {problem}',
    advice: 'do not edit a baseline by hand: build it again with `aiops baseline build`',
  },
  BASELINE_HASH: {
    status: 400,
    message: '{where}: sha256 must be {computed} for this content (found {found})',
    advice: 'the file was changed after it was built: restore it, or build it again with `aiops baseline build`',
  },
  BASELINE_RANGE: {
    status: 0,
    message: 'range of feature {feature} needs two finite numbers, the smaller one first (found {min} and {max})',
    advice: 'correct models.<name>.features.{feature}.range',
  },
  BASELINE_SEGMENT_BY: {
    status: 0,
    message: 'segments are the categories of a feature (found {found}; categorical features here: {known})',
    advice: 'name one of these with --segment-by; --categorical makes a feature of numbers categorical',
  },
  BASELINE_SEGMENT_EMPTY: {
    status: 0,
    message: 'column {column} of {path} has no value in any row, so it divides nothing',
    advice: 'name the column that tells groups of rows apart with --segment',
  },
  BASELINE_SEGMENT_TWICE: {
    status: 0,
    message: 'a baseline is divided once (found --segment {column} and --segment-by {feature})',
    advice: 'keep --segment-by where it is a feature of the model, else --segment',
  },
  BASELINE_FILE_MISSING: {
    status: 0,
    message: '{path} does not exist or cannot be read ({reason})',
    advice: 'check the path and the permissions of the file',
  },
  BASELINE_NOT_A_FILE: {
    status: 0,
    message: '{path} must be one file (found a directory)',
    advice: 'name one CSV, Parquet or JSONL file',
  },
  BASELINE_FILE_EMPTY: {
    status: 0,
    message: '{path} must hold at least one row of data (found {found})',
    advice: 'check how the file was written, then run the command again',
  },
  BASELINE_FILE_TYPE: {
    status: 0,
    message: '{path} must end in {known}',
    advice: 'rename the file after what it holds, or convert it',
  },
  BASELINE_FILE_BROKEN: {
    status: 0,
    message: '{path} cannot be read as {format}: {problem}',
    advice: 'correct the file, or export it again',
  },
  BASELINE_COLUMN_MISSING: {
    status: 0,
    message: '{path} has no column {column} (columns found: {found})',
    advice: 'correct the name; names are case-sensitive, nested fields are written with dots',
  },
  BASELINE_COLUMN_TYPE: {
    status: 0,
    message: 'column {column} of {path} holds {found}: {required}',
    advice: 'name another column, or leave this one out',
  },
  BASELINE_COLUMN_NOT_ONE: {
    status: 0,
    message: 'column {column} of {path} must hold one value in all rows (found {found})',
    advice: 'write one file for each model and version, or say them in the name of the file or in the configuration',
  },
  BASELINE_NO_FEATURES: {
    status: 0,
    message: '{path} leaves no column to use as a feature (columns found: {found})',
    advice: 'name the features with --features, or take names out of --ignore',
  },
  BASELINE_FILE_EXISTS: {
    status: 0,
    message: '{path} exists already',
    advice: 'choose another name, or pass --force to replace it',
  },
  BASELINE_NOT_WRITTEN: {
    status: 0,
    message: '{path} could not be written ({reason})',
    advice: 'check that the folder exists, is writable and has space left',
  },
  BASELINE_TIMEZONE: {
    status: 0,
    message: 'a time zone is UTC or a name of the IANA database, as in Europe/Berlin (found {found})',
    advice: 'name the zone whose clock the people go by; UTC where they live in several',
  },
  BASELINE_SEASON: {
    status: 0,
    message: '{where} is divided by {found}, and models.{model}.drift.season is {season}',
    advice: 'build it with --time <column> --season {season}, or change drift.season',
  },
  BASELINE_SEASON_TIME: {
    status: 0,
    message: 'seasons need the time of each row (season {season}, no time column)',
    advice: 'name the column with the time: --time',
  },
  BASELINE_CHUNK: {
    status: 0,
    message: 'a chunk is a number of rows or one of {known} (found {found})',
    advice: 'pass for example 5000, or M for months; periods also need the time column',
  },
} as const;

export const baselineError = errorsOf(BASELINE_ERRORS);
