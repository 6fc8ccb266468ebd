export interface Column<T> {
  /** Also the name of the slot that draws the cell, and of the field to sort by; "acts" is not printed. */
  key: string
  label: string
  text?: (row: T) => string
  align?: 'left' | 'right'
  width?: string
  isSortable?: boolean
}
