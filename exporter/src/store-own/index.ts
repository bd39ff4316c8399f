export { STORE_ERRORS, storeError } from './errors.js';
export { RECORD_KINDS, Store, type ActivationRecord, type RecordKind } from './store.js';
