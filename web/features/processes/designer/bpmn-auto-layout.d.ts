/** It comes without types. @returns the model with a picture in place of what it had. */
declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>
}
