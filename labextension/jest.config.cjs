module.exports = {
  preset: 'ts-jest',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  transform: {
    '^.+\\.[jt]s$': [
      'ts-jest',
      {
        tsconfig: {
          allowJs: true,
          esModuleInterop: true,
          module: 'commonjs',
          moduleResolution: 'node',
          target: 'ES2022',
          strict: true,
          noUncheckedIndexedAccess: true,
          types: ['jest']
        }
      }
    ]
  },
  // the one library that is published as ES modules alone
  transformIgnorePatterns: ['/node_modules/(?!(@noble/hashes)/)'],
  moduleNameMapper: { '^@noble/hashes/(.*)\\.js$': '<rootDir>/node_modules/@noble/hashes/$1.js' }
};
