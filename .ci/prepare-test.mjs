// Before `npm test`: installs everything, compiles, and brings the programs that tests start.
import { install, run } from './prepare-start.mjs';
import { unpackTools } from './unpack-tools.mjs';

install('all');
run(process.execPath, ['exporter/build.mjs']);
unpackTools({
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  amtool: 'prometheus-alertmanager',
});
