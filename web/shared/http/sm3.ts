/**
 * SM3 digest, so that a person can compare what was sent with what the server received.
 * Source: GB/T 32905-2016.
 */
const initial = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]

const rotate = (word: number, by: number) => (word << (by & 31)) | (word >>> (32 - (by & 31)))
const permute0 = (x: number) => x ^ rotate(x, 9) ^ rotate(x, 17)
const permute1 = (x: number) => x ^ rotate(x, 15) ^ rotate(x, 23)

// T_j <<< j of the standard, computed once.
const constants = Int32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32 || 32))
constants[0] = 0x79cc4519
constants[32] = 0x7a879d8a

export class Sm3 {
  private readonly state = Int32Array.from(initial)
  private readonly block = new Uint8Array(64)
  private readonly words = new Int32Array(68)
  private filled = 0
  private length = 0

  update(bytes: Uint8Array): this {
    this.length += bytes.length
    let at = 0
    while (at < bytes.length) {
      const take = Math.min(64 - this.filled, bytes.length - at)
      this.block.set(bytes.subarray(at, at + take), this.filled)
      this.filled += take
      at += take
      if (this.filled === 64) {
        this.compress()
        this.filled = 0
      }
    }
    return this
  }

  hex(): string {
    const bits = this.length * 8
    const padding = new Uint8Array(((this.filled < 56 ? 56 : 120) - this.filled) + 8)
    padding[0] = 0x80
    const view = new DataView(padding.buffer)
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(padding.length - 4, bits >>> 0)
    this.update(padding)
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  private compress(): void {
    const w = this.words
    const view = new DataView(this.block.buffer)
    for (let j = 0; j < 16; j++) w[j] = view.getInt32(j * 4)
    for (let j = 16; j < 68; j++)
      w[j] = permute1(w[j - 16]! ^ w[j - 9]! ^ rotate(w[j - 3]!, 15)) ^ rotate(w[j - 13]!, 7) ^ w[j - 6]!
    const s = this.state
    let [a, b, c, d, e, f, g, h] = s as unknown as [number, number, number, number, number, number, number, number]
    for (let j = 0; j < 64; j++) {
      const a12 = rotate(a, 12)
      const ss1 = rotate((a12 + e + constants[j]!) | 0, 7)
      const ss2 = ss1 ^ a12
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
      const tt1 = (ff + d + ss2 + (w[j]! ^ w[j + 4]!)) | 0
      const tt2 = (gg + h + ss1 + w[j]!) | 0
      d = c
      c = rotate(b, 9)
      b = a
      a = tt1
      h = g
      g = rotate(f, 19)
      f = e
      e = permute0(tt2)
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, i) => (s[i] = s[i]! ^ word))
  }
}

export const sm3Hex = (bytes: Uint8Array): string => new Sm3().update(bytes).hex()
