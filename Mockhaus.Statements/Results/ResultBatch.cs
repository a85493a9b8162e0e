namespace Mockhaus.Statements.Results;

/// <summary>Some rows of a result, as bytes that an HTTP response can send as they are.</summary>
/// <remarks>
/// Unpacked, the bytes are the JSON object <c>{"data":[["1","a"],["2",null]]}</c> without white space: one array a row,
/// one string or null a cell. The first nine bytes and the last two are always the same.
/// </remarks>
/// <param name="Info">What is in it.</param>
/// <param name="Payload">The bytes, packed as <see cref="ResultBatchInfo.Encoding"/> says.</param>
public sealed record ResultBatch(ResultBatchInfo Info, ReadOnlyMemory<byte> Payload);
