import { Command } from 'commander'
import { serve } from '../../server/serve.ts'
import { addSettings, readSettings } from '../settings.ts'

export const serveCommand = (): Command =>
  addSettings(new Command('serve').description('Start the service.')).action(
    (flags: Record<string, unknown>) => serve(readSettings(flags)),
  )
