namespace Mockhaus.Statements.Transfer;

/// <summary>What became of one statement.</summary>
internal enum CopyKind
{
    None = 0,

    /// <summary>It was copied.</summary>
    Copied,

    /// <summary>The target had it.</summary>
    AlreadyThere,

    /// <summary>It is live.</summary>
    Live,

    /// <summary>It was removed meanwhile, at the source or at the target.</summary>
    Gone,

    /// <summary>Another one stands in its way.</summary>
    Conflict,
}
