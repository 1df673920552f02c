import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.schemas.ooxml.system.ooxml.TypeSystemHolder;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.xmlbeans.SchemaTypeLoader;
import org.apache.xmlbeans.XmlBeans;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;

/**
 * Opens Word and Excel files with Apache POI, and validates each part by the types of ECMA-376.
 *
 * Prints a line a file, and a line a fault. Exits with 1 where there is one.
 */
public final class CheckOffice {
    private static final SchemaTypeLoader TYPES = XmlBeans.typeLoaderUnion(
        new SchemaTypeLoader[] {TypeSystemHolder.typeSystem, XmlBeans.getBuiltinTypeSystem()});

    /** What a part of ours has, and no standard. */
    private static final String OWN = "<spec xmlns=\"urn:perf-report:spec:1\"";

    public static void main(String[] files) throws Exception {
        int faults = 0;
        for (String file : files) {
            List<String> found = new ArrayList<>();
            int parts = check(new File(file), found);
            String opened = open(file);
            System.out.println(file + ": " + parts + " parts, " + opened);
            for (String fault : found) {
                System.out.println("  " + fault);
            }
            faults += found.size();
        }
        System.exit(faults == 0 ? 0 : 1);
    }

    private static int check(File file, List<String> found) throws Exception {
        int checked = 0;
        try (OPCPackage opened = OPCPackage.open(file, PackageAccess.READ)) {
            for (PackagePart part : opened.getParts()) {
                String type = part.getContentType();
                // POI itself reads relationships and the core properties when it opens the file.
                boolean isRead = part.isRelationshipPart() || type.contains("core-properties");
                if (type.endsWith("xml") && !isRead) {
                    checkPart(part, found);
                    checked++;
                }
            }
        }
        return checked;
    }

    private static void checkPart(PackagePart part, List<String> found) throws Exception {
        byte[] data;
        try (InputStream stream = part.getInputStream()) {
            data = stream.readAllBytes();
        }
        if (new String(data, "UTF-8").contains(OWN)) {
            return;
        }
        XmlObject parsed = TYPES.parse(
            new java.io.ByteArrayInputStream(data), null, new XmlOptions().setLoadLineNumbers());
        List<XmlError> errors = new ArrayList<>();
        if (!parsed.validate(new XmlOptions().setErrorListener(errors))) {
            for (XmlError error : errors) {
                found.add(part.getPartName() + ": " + error.getMessage());
            }
        }
    }

    private static String open(String file) throws Exception {
        try (InputStream stream = new FileInputStream(file)) {
            if (file.endsWith(".docx")) {
                try (XWPFDocument document = new XWPFDocument(stream)) {
                    return document.getTables().size() + " tables";
                }
            }
            try (XSSFWorkbook book = new XSSFWorkbook(stream)) {
                return book.getNumberOfSheets() + " sheets";
            }
        }
    }
}
