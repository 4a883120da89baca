const words = (text: string): readonly string[] =>
  text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? []

/** Token F1, every token counted as often as it stands. */
export const tokenF1 = (found: string, marked: string): number => {
  const [own, wanted] = [words(found), words(marked)]
  const left = [...wanted]
  const shared = own.filter((word) => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }).length
  return (2 * shared) / (own.length + wanted.length)
}
