import { installClients, installN8n } from './install';
import { optionsOf } from './options';

installClients();
for (const release of optionsOf(process.argv.slice(2)).releases) installN8n(release);
// Not before: it imports what has just been installed.
void import('./run.js');
