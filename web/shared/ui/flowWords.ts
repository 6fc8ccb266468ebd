/** The words of a drawing, somewhat larger than bpmn-js has them: routes are seen whole on small screens. */
export const flowWords = { defaultStyle: { fontSize: 15 }, externalStyle: { fontSize: 13 } }
