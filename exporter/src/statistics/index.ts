export { wilson, Z95, type ShareInterval } from './wilson.js';
