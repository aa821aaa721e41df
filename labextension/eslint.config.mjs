import jupyter from '@jupyter/eslint-plugin';
import typescript from 'typescript-eslint';

export default typescript.config(
  {
    ignores: [
      'lib',
      'node_modules',
      '**/*.mjs',
      '**/*.cjs',
      'style/index.js',
      '**/*.test.ts',
      '**/*.example.ts'
    ]
  },
  ...typescript.configs.strictTypeChecked,
  {
    plugins: { jupyter },
    languageOptions: { parserOptions: { projectService: true } }
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    // the plug-in is one small bundle, which is loaded whole
    rules: { ...jupyter.configs.recommended[0].rules, 'jupyter/prefer-lazy-imports': 'off' }
  },
  {
    rules: {
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // what nobody waits for goes through `inBackground` or `attempt`
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-namespace': 'off',
      // slots of Lumino's signals are connected with the object they belong to
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }]
    }
  }
);
