using Microsoft.Extensions.Options;

namespace Mockhaus.Statements;

/// <summary>Checks the options of a section below others, and names it in its errors.</summary>
/// <param name="result">What collects the errors.</param>
/// <param name="name">The section.</param>
internal readonly struct OptionsSection(ValidateOptionsResultBuilder result, string name)
{
    public void Check<T>(T? value, T least, T most, string option)
        where T : struct, IComparable<T> => result.Check(value, least, most, $"{name}:{option}");

    public void CheckName<TEnum>(TEnum value, string option)
        where TEnum : struct, Enum => result.CheckName(value, $"{name}:{option}");

    public void AddError(string error, string option) => result.AddError(error, $"{name}:{option}");
}
