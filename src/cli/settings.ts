import { Option, type Command } from 'commander'
import { readConfig, SETTINGS, type Config } from '../server/setup/config.ts'

export type SettingName = keyof Config

/** What commands need that write with the language model. */
export const LANGUAGE_MODEL_SETTINGS = [
  'languageModelUrl',
  'languageModelName',
  'languageModelKey',
  'languageModelContext',
] as const satisfies readonly SettingName[]

/** What commands need that answer whole turns. */
export const TURN_SETTINGS = [
  ...(['data', 'models', 'rules', 'device', 'threads'] as const),
  ...LANGUAGE_MODEL_SETTINGS,
  ...(['candidates', 'abstainBelow', 'documents', 'wikipedia', 'searxng', 'braveKey'] as const),
  ...(['tavilyKey', 'opensearch', 'opensearchKey', 'allowDomains', 'denyDomains'] as const),
] as const satisfies readonly SettingName[]

/** Adds a flag for each setting, or for those named; values are checked by `readSettings`. */
export const addSettings = (command: Command, names?: readonly SettingName[]): Command => {
  for (const { key, flag, variable, help, fallback, isSwitch } of SETTINGS) {
    if (names?.some((name) => name === key) === false) continue
    const about = fallback === '' ? variable : `${variable}, default ${fallback}`
    const option = new Option(`${flag} ${isSwitch ? '[value]' : '<value>'}`, `${help} [${about}]`)
    command.addOption(isSwitch ? option.preset('yes') : option)
  }
  return command
}

/** Flags come before variables of the environment. Throws CONFIG_INVALID. */
export const readSettings = (flags: Readonly<Record<string, unknown>>): Config =>
  readConfig(undefined, flags)
