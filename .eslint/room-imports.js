import { dirname, relative, resolve, sep } from 'node:path';
import { IO_PARTS, PURE_ROOMS, ROOMS } from './rooms.js';

const DOORS = new Set(['index.js', 'io.js']);

/** Imports point one way, go through doors, and never climb far. */
export const roomImports = {
  meta: {
    type: 'problem',
    docs: { description: 'imports between rooms point one way and go through the door' },
    schema: [],
    messages: {
      direction:
        'room {{from}} may not import room {{to}} (docs/architecture.md): move the code, or let {{from}} declare the interface that {{to}} fits',
      door: 'import {{to}} through its door ({{to}}/index.js): what is not in the door is private to the room',
      ownDoor: 'inside a room import the sibling file itself: the door would make a cycle',
      climbs: 'this import climbs three levels: the code is in the wrong place',
      io: 'pure code may not import {{to}}/io.js: pass the data in',
      unknown: 'room {{room}} has no row in .eslint/rooms.js: say what it may import',
    },
  },
  create(context) {
    const src = resolve(context.cwd, 'exporter/src');
    const file = context.filename;
    const here = relative(src, file).split(sep);
    if (here[0] === '..') return {};
    const room = here[0];
    const isTest = /\.(test|test-d|contract)\.ts$/.test(file);
    const isIo = IO_PARTS.some((part) => here.join('/').startsWith(part));
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string' || !source.startsWith('.')) return;
      if (!(room in ROOMS)) return context.report({ node, messageId: 'unknown', data: { room } });
      const target = relative(src, resolve(dirname(file), source)).split(sep);
      if (source.startsWith('../../../') && !isTest) return context.report({ node, messageId: 'climbs' });
      const [to, ...rest] = target;
      if (to === '..' || !to) return;
      if (to === room) {
        if (rest.length === 1 && rest[0] === 'index.js' && here.length > 1 && !isTest) context.report({ node, messageId: 'ownDoor' });
        return;
      }
      if (!ROOMS[room].includes(to)) return context.report({ node, messageId: 'direction', data: { from: room, to } });
      if (rest.length !== 1 || !DOORS.has(rest[0])) return context.report({ node, messageId: 'door', data: { to } });
      if (rest[0] === 'io.js' && PURE_ROOMS.includes(room) && !isIo && !isTest) context.report({ node, messageId: 'io', data: { to } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
