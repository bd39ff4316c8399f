import { errorsOf } from '../contract/index.js';

export const BACKTEST_ERRORS = {
  BACKTEST_BAD_INCIDENTS: {
    status: 0,
    message: '{file}:{line}: {key}: {problem}',
    advice: 'write it as docs/backtest.md shows; times are ISO 8601, as in 2026-11-01T10:00:00Z',
  },
  BACKTEST_BAD_RULES: {
    status: 0,
    message: '{file} holds no rules of Prometheus: {problem}',
    advice: 'check it with promtool check rules',
  },
  BACKTEST_NO_ALERTS: {
    status: 0,
    message: '{rules} holds no alert',
    advice: 'name a file of rules, or a folder with such files',
  },
  BACKTEST_BAD_HISTORY: {
    status: 0,
    message: '{file}:{line}: {problem}',
    advice: 'write the history with aiops backfill --openmetrics, or with promtool tsdb dump-openmetrics',
  },
  BACKTEST_EMPTY: {
    status: 0,
    message: '{file} has no sample of what the rules read ({names})',
    advice: 'check that history and rules are of the same exporter',
  },
  BACKTEST_TOO_LARGE: {
    status: 0,
    message: 'the history holds more than {most} samples of what the rules read',
    advice: 'replay a part of it, fewer rules, or with a longer --step',
  },
  BACKTEST_WRITE: {
    status: 0,
    message: 'the samples for promtool cannot be written to {folder}: {problem}',
    advice: 'make room there, or name another folder with TMPDIR',
  },
  BACKTEST_PROMTOOL: {
    status: 0,
    message: '{program} cannot be started: {problem}',
    advice: 'install Prometheus (Debian: apt-get install prometheus), or name the program with --promtool',
  },
  BACKTEST_PROMTOOL_FAILED: {
    status: 0,
    message: 'promtool cannot replay {file}: {problem}',
    advice: 'check the rules with promtool check rules',
  },
} as const;

export const backtestError = errorsOf(BACKTEST_ERRORS);
