// published as ES modules alone, or as that for a browser, which JupyterLab's environment for tests is
const MODULES = [
  '@noble/hashes',
  '@codemirror',
  '@jupyter',
  '@jupyterlab',
  '@lezer',
  '@marijn',
  '@microsoft',
  'color',
  'color-convert',
  'color-name',
  'color-string',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const COMPILER = {
  allowJs: true,
  esModuleInterop: true,
  module: 'commonjs',
  moduleResolution: 'node',
  target: 'ES2022'
};

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  transform: {
    '\\.svg$': '@jupyterlab/testing/lib/jest-raw-loader.js',
    '^.+\\.tsx?$': [
      'ts-jest',
      {
        tsconfig: {
          ...COMPILER,
          jsx: 'react',
          resolveJsonModule: true,
          skipLibCheck: true,
          strict: true,
          noUncheckedIndexedAccess: true,
          types: ['jest']
        }
      }
    ],
    '^.+\\.m?js$': [
      'ts-jest',
      { tsconfig: { ...COMPILER, isolatedModules: true }, diagnostics: false }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${MODULES})/)`],
  moduleNameMapper: {
    '^@noble/hashes/(.*)\\.js$': '<rootDir>/node_modules/@noble/hashes/$1.js',
    '\\.css$': '@jupyterlab/testing/lib/jest-file-mock.js'
  }
};
