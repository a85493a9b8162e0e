namespace Mockhaus.Statements.Results;

/// <summary>How the bytes of a batch are packed. The numbers are stored and never change their meaning.</summary>
public enum BatchEncoding
{
    /// <summary>UTF-8 JSON as it is.</summary>
    Identity = 0,

    /// <summary>UTF-8 JSON in one gzip member.</summary>
    Gzip = 1,
}
