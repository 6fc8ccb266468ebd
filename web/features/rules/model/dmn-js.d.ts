/** dmn-js comes without types; what we use of it stands in dmn.ts. */
declare module 'dmn-js/lib/Modeler'
