using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Session;

/// <summary>The annotations, generated at build time.</summary>
[OptionsValidator]
internal sealed partial class SessionStoreOptionsValidator : IValidateOptions<SessionStoreOptions>;
