namespace Mockhaus.Statements;

/// <summary>A session parameter of a request has a value that cannot be used. Nothing was stored.</summary>
/// <param name="name">The parameter, as <see cref="StatementParameters"/> names it.</param>
/// <param name="value">What was found, shortened.</param>
/// <param name="allowed">What is allowed.</param>
public sealed class StatementParameterException(string name, string value, string allowed)
    : StatementException($"The parameter {name} is {value}. {allowed}", null)
{
    /// <summary>The parameter, as <see cref="StatementParameters"/> names it.</summary>
    public string Name { get; } = name;

    /// <summary>What was found, shortened and in quotes.</summary>
    public string Value { get; } = value;

    /// <summary>What is allowed, as a sentence.</summary>
    public string Allowed { get; } = allowed;
}
