import { expect, test } from 'vitest'
import { actsFor } from './api'

test('a disabled account can only be enabled again', () => expect(actsFor({ is_active: false, is_locked: true, is_otp_enrolled: true })).toEqual(['enabling']))
test('unlocking comes first while an account is locked', () => {
  expect(actsFor({ is_active: true, is_locked: true, is_otp_enrolled: false })).toEqual(['unlocking', 'password-reset', 'disabling'])
  expect(actsFor({ is_active: true, is_locked: false, is_otp_enrolled: true })).toEqual(['password-reset', 'otp-reset', 'disabling'])
})
