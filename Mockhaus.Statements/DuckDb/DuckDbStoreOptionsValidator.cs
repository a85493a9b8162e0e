using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DuckDb;

/// <summary>The annotations, generated at build time.</summary>
[OptionsValidator]
internal sealed partial class DuckDbStoreOptionsValidator : IValidateOptions<DuckDbStoreOptions>;
