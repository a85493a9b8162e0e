namespace Mockhaus.Statements.Results;

/// <summary>The encoding of the bytes of a batch. The numbers are stored and never change.</summary>
public enum BatchEncoding
{
    /// <summary>Uncompressed UTF-8 JSON.</summary>
    Identity = 0,

    /// <summary>UTF-8 JSON, compressed with gzip as one member.</summary>
    Gzip = 1,
}
