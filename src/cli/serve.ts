/** What each of several threads runs, which `threads.ts` starts. */
import { RULES } from '../../rules/index.ts';
import { serve } from './threads.ts';

serve(RULES);
