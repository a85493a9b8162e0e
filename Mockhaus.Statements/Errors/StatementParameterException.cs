namespace Mockhaus.Statements;

/// <summary>A session parameter of a request has an invalid value. Nothing was stored.</summary>
/// <param name="name">The parameter, as <see cref="StatementParameters"/> names it.</param>
/// <param name="value">The value, shortened.</param>
/// <param name="allowed">The allowed values, as a sentence.</param>
public sealed class StatementParameterException(string name, string value, string allowed)
    : StatementException($"The parameter {name} is {value}. {allowed}", null)
{
    /// <summary>The parameter, as <see cref="StatementParameters"/> names it.</summary>
    public string Name { get; } = name;

    /// <summary>The value, shortened and in quotes.</summary>
    public string Value { get; } = value;

    /// <summary>The allowed values, as a sentence.</summary>
    public string Allowed { get; } = allowed;
}
