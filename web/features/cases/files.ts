/** What a browser can show by itself, by the ending of the name the server checked against the content. */
export function fileKind(name: string): 'image' | 'pdf' | 'other' {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  if (['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp'].includes(ending)) return 'image'
  return ending === 'pdf' ? 'pdf' : 'other'
}
