// Before `npm run bench`: installs everything, compiles, and brings the rival.
import { install, run } from './prepare-start.mjs';
import { unpackTools } from './unpack-tools.mjs';

install('all');
run(process.execPath, ['exporter/build.mjs']);
unpackTools({ mtail: 'mtail' });
