/** The one function of jstat that tests here compare with; the package brings no types. */
declare module 'jstat' {
  const jstat: { readonly jStat: { readonly chisquare: { cdf(x: number, df: number): number } } };
  export default jstat;
}
