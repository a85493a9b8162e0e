namespace Mockhaus.Statements.Benchmarks;

/// <summary>Something that is measured and has a bar to hold.</summary>
internal interface IBenchmark
{
    /// <summary>The name in the table, on the command line and of the JSON file.</summary>
    string Name { get; }

    /// <summary>What the value is held against.</summary>
    double Bar { get; }

    /// <summary>What value and bar are counted in, and with it which way is better.</summary>
    BenchmarkUnit Unit { get; }

    /// <summary>Measures over several rounds.</summary>
    /// <param name="quick">Fewer and shorter rounds: for a look, not for a judgement.</param>
    /// <param name="progress">Is told what is being done.</param>
    /// <returns>What was measured.</returns>
    Task<Measurement> MeasureAsync(bool quick, Action<string> progress);
}
