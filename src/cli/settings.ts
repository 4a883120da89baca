import { Option, type Command } from 'commander'
import { readConfig, SETTINGS, type Config } from '../server/config.ts'

export type SettingName = (typeof SETTINGS)[number]['key']

/** Adds a flag for each setting, or for those named; values are checked by `readSettings`. */
export const addSettings = (command: Command, names?: readonly SettingName[]): Command => {
  for (const { key, flag, variable, help, fallback } of SETTINGS) {
    if (names !== undefined && !names.includes(key)) continue
    const about = fallback === '' ? variable : `${variable}, default ${fallback}`
    command.addOption(new Option(`${flag} <value>`, `${help} [${about}]`))
  }
  return command
}

/** Flags come before variables of the environment. Throws CONFIG_INVALID. */
export const readSettings = (flags: Readonly<Record<string, unknown>>): Config =>
  readConfig(undefined, flags)
