namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Who is asking the far store about one statement just now. There is one for each such statement, and only as long as somebody asks.</summary>
/// <remarks>Changed under the cache's lock.</remarks>
internal sealed class InFlightOperations
{
    /// <summary>All who ask; with the last of them it is dropped.</summary>
    public int Operations { get; set; }

    /// <summary>Those among them who change something.</summary>
    public int Changing { get; set; }

    /// <summary>Counts the beginnings and ends of changes: whoever finds it higher than at his start has been overtaken.</summary>
    public long Changes { get; set; }
}
