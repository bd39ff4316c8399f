/**
 * The id of instance i of a request, by which a label names it: that of the request where it has one instance, else `id#0`, `id#1` and so
 * on, in the order of the payload. Without it a label of the request would be taken for that of each instance.
 */
export function instanceId(id: unknown, i: number, instances: number): unknown {
  return instances === 1 || (typeof id !== 'string' && typeof id !== 'number') ? id : `${id}#${i}`;
}
