export { HTTP_ERRORS } from './errors.js';
export type { ExporterBackend, FatigueQuery, IncidentQuery, IngestAnswer, Message, PushSource, Readiness } from './exporter-backend.js';
export { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';
export { HTTP_ROUTES, type HttpRoute } from './http-routes.js';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './http-server.js';
