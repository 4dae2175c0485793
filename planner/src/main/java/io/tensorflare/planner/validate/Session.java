package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.View;
import io.tensorflare.planner.parser.Dialect;
import io.tensorflare.planner.parser.StatementParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/**
 * The validation of one statement: its names against the catalog, its types, and the conversion to
 * a relational tree.
 */
public final class Session {
    private static final int DEEPEST_VIEW = 64;
    private static final SqlToRelConverter.Config CONVERSION =
            SqlToRelConverter.config()
                    .withExpand(false)
                    .withTrimUnusedFields(false)
                    .withInSubQueryThreshold(Integer.MAX_VALUE)
                    .withRemoveSortInSubQuery(true)
                    // merged projections keep sub-queries that count columns below what was merged
                    .withRelBuilderConfigTransform(builder -> builder.withBloat(-1));

    private final Catalog catalog;
    private final TypeFactory types = new TypeFactory();
    private final CatalogSchema schema;
    private final CalciteCatalogReader reader;
    private final Operators operators;
    private final RelOptCluster cluster;
    private List<Type> parameterTypes = List.of();
    private final Deque<String> views = new ArrayDeque<>();

    /**
     * A session for one statement.
     *
     * @param folder evaluates constant expressions while the tree is rewritten
     */
    public Session(Catalog catalog, RexExecutor folder) {
        this.catalog = catalog;
        schema = new CatalogSchema(catalog, this);
        Properties properties = new Properties();
        properties.put("caseSensitive", "false");
        CalciteSchema root = CalciteSchema.createRootSchema(false, false, "", schema);
        reader =
                new CalciteCatalogReader(
                        root, List.of(), types, new CalciteConnectionConfigImpl(properties));
        operators = new Operators(catalog);
        cluster = cluster(folder);
    }

    private RelOptCluster cluster(RexExecutor folder) {
        VolcanoPlanner planner = new VolcanoPlanner(RelOptCostImpl.FACTORY, Contexts.empty());
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.setExecutor(folder);
        RelOptCluster made = RelOptCluster.create(planner, new RexBuilder(types));
        made.setMetadataQuerySupplier(() -> new RelMetadataQuery(MetadataHandlers.INSTANCE) {});
        return made;
    }

    /** The relational tree of a query, with the names of its columns. */
    public RelRoot convert(SqlNode query) {
        SqlValidator validator = validator();
        List<String> aliases = Aliases.of(query);
        schema.locate(FilePaths.of(query));
        SqlNode valid =
                Mistakes.explained(
                        catalog,
                        schema,
                        aliases,
                        () -> validator.validate(LongChains.shorten(query)));
        parameterTypes =
                validator.getParameterRowType(valid).getFieldList().stream()
                        .map(field -> Types.fromCalcite(field.getType(), Position.UNKNOWN))
                        .toList();
        return Mistakes.explained(
                catalog,
                schema,
                aliases,
                () -> converter(validator).convertQuery(valid, false, true));
    }

    /** The types of the statement's parameters, in order; known after {@link #convert}. */
    public List<Type> parameterTypes() {
        return parameterTypes;
    }

    private SqlValidator validator() {
        return SqlValidatorUtil.newValidator(
                operators,
                reader,
                types,
                SqlValidator.Config.DEFAULT
                        .withConformance(Dialect.CONFORMANCE)
                        .withTypeCoercionFactory(Coercion::new)
                        .withIdentifierExpansion(true)
                        .withTypeCoercionEnabled(true));
    }

    private SqlToRelConverter converter(SqlValidator validator) {
        return new SqlToRelConverter(
                (type, sql, path, view) -> null,
                validator,
                reader,
                cluster,
                new Convertlets(cluster.getPlanner().getExecutor()),
                CONVERSION);
    }

    /** The columns of a view. */
    RelDataType viewType(View view) {
        return inView(
                view,
                () -> {
                    SqlValidator validator = validator();
                    SqlNode valid = validator.validate(parsed(view));
                    return validator.getValidatedNodeType(valid);
                });
    }

    /** The tree of a view's query. */
    RelNode expandView(View view) {
        return inView(
                view,
                () -> {
                    SqlValidator validator = validator();
                    SqlNode valid = validator.validate(parsed(view));
                    return converter(validator).convertQuery(valid, false, true).project();
                });
    }

    private static SqlNode parsed(View view) {
        return LongChains.shorten(StatementParser.parseQuery(view.sql(), view.position()));
    }

    private <T> T inView(View view, Supplier<T> work) {
        String key = view.name().toLowerCase(Locale.ROOT);
        if (views.contains(key) || views.size() >= DEEPEST_VIEW) {
            throw new TensorFlareException(
                    ErrorCode.NAME,
                    "view " + view.name() + " is defined by itself; drop it and create it anew");
        }
        views.push(key);
        try {
            return Mistakes.explained(catalog, schema, List.of(), work);
        } catch (TensorFlareException mistake) {
            throw new TensorFlareException(
                    mistake.code(),
                    Position.UNKNOWN,
                    "in view " + view.name() + ": " + mistake.getMessage(),
                    mistake);
        } finally {
            views.pop();
        }
    }
}
