namespace Mockhaus.Statements.Transfer;

/// <summary>The outcome of copying one statement.</summary>
internal enum CopyKind
{
    None = 0,

    /// <summary>The statement was copied.</summary>
    Copied,

    /// <summary>The target already had the statement.</summary>
    AlreadyThere,

    /// <summary>The statement is live.</summary>
    Live,

    /// <summary>The statement was removed meanwhile, at the source or at the target.</summary>
    Gone,

    /// <summary>The statement conflicts with another one at the target.</summary>
    Conflict,
}
