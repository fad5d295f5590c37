/** From a bare checkout to the page in a browser: installs what is missing, builds, serves. `npm start [-- --port N]`. */
import { installPackages } from './install-packages.mjs';
import { portArgument } from './port-argument.mjs';
import { runNode } from './run-command.mjs';
import { serve } from './serve.mjs';

const port = portArgument(process.argv.slice(2));
const code =
  (await installPackages()) || (await runNode('node_modules/vite/bin/vite.js', ['build']));
if (code === 0) await serve(port);
else process.exitCode = code;
