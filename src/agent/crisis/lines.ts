/** Whom to call: the emergency number, and lines that listen. Both are put into sentences as they are. */
export type CrisisHelp = { readonly emergency?: string; readonly lines?: string }

const britain: CrisisHelp = { emergency: '999', lines: 'Samaritans, 116 123' }

/** By ISO 3166 code, and UK: lines that are known all over their country. */
export const HELP_BY_COUNTRY = {
  AT: { emergency: '112 or 144', lines: 'Telefonseelsorge, 142' },
  AU: { emergency: '000', lines: 'Lifeline, 13 11 14' },
  BE: {
    emergency: '112',
    lines: 'Zelfmoordlijn, 1813; Centre de Prévention du Suicide, 0800 32 123',
  },
  BR: { emergency: '192', lines: 'CVV, 188' },
  CA: { emergency: '911', lines: '988 Suicide Crisis Helpline, call or text 988' },
  CH: {
    emergency: '112 or 144',
    lines: 'Die Dargebotene Hand, La Main Tendue, Telefono Amico, 143',
  },
  DE: { emergency: '112', lines: 'TelefonSeelsorge, 0800 1110111' },
  ES: { emergency: '112', lines: '024' },
  FR: { emergency: '112', lines: '3114' },
  GB: britain,
  IE: { emergency: '112', lines: 'Samaritans, 116 123' },
  IN: { emergency: '112', lines: 'Tele MANAS, 14416' },
  JP: { emergency: '119', lines: 'Yorisoi Hotline, 0120-279-338' },
  KR: { emergency: '119', lines: '109' },
  NL: { emergency: '112', lines: '113 Zelfmoordpreventie, 113' },
  NZ: { emergency: '111', lines: '1737, call or text' },
  SE: { emergency: '112', lines: 'Mind Självmordslinjen, 90101' },
  UK: britain,
  US: { emergency: '911', lines: '988 Suicide & Crisis Lifeline, call or text 988' },
} as const satisfies Record<string, CrisisHelp>

export type CrisisCountry = keyof typeof HELP_BY_COUNTRY

/** An operator's own words for the lines come before those of the country. */
export const crisisHelp = (country?: CrisisCountry, lines?: string): CrisisHelp => ({
  ...(country !== undefined && HELP_BY_COUNTRY[country]),
  ...(lines !== undefined && { lines }),
})
