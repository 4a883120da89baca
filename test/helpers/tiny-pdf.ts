/** A PDF of one page a text, written by hand: the smallest that readers accept. */
export const tinyPdf = (pages: readonly string[]): Uint8Array => {
  const kids = pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((text, at) => {
      const draw = `BT /F1 12 Tf 72 720 Td (${text.replaceAll(/[()\\]/gu, String.raw`\$&`)}) Tj ET`
      const box = '/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>'
      return [
        `<< /Type /Page /Parent 2 0 R ${box} /Contents ${5 + 2 * at} 0 R >>`,
        `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
      ]
    }),
  ]
  return fileOf(objects)
}

/** A PDF whose pages all draw what one packed (Flate) stream says. */
export const packedPdf = (stream: Uint8Array, pages: number): Uint8Array => {
  const kids = Array.from({ length: pages }, (_, at) => `${5 + at} 0 R`).join(' ')
  const box = '/MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >>'
  const packed = `<< /Length ${stream.length} /Filter /FlateDecode >>`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    `${packed}\nstream\n${Buffer.from(stream).toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...Array.from(
      { length: pages },
      () => `<< /Type /Page /Parent 2 0 R ${box} /Contents 3 0 R >>`,
    ),
  ]
  return fileOf(objects)
}

const fileOf = (objects: readonly string[]): Uint8Array => {
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>`
  return Buffer.from(`${body}${table}${trailer}\nstartxref\n${body.length}\n%%EOF\n`, 'latin1')
}
