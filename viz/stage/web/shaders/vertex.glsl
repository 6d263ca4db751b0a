// Objects of a negative shininess are not surfaces but drawn in their own way:
//   -1  the background: a quad over the whole window, one ray per pixel (Earth, air, Sun, Moon)
//   -2  sprites of a fixed size in pixels at infinity (stars, markers); objectScale is size and depth
uniform vec2 view_size;

void drawBackground() {
    gl_Position = vec4(pos.xy, 0.99998, 1.0);
    es_position = vec3(pos.x / projMatrix[0][0], pos.y / projMatrix[1][1], -1.0);
}

void drawSprite() {
    vec3 direction = mat3(viewMatrix) * (getObjectRotation() * normal);
    vec4 clip = projMatrix * vec4(direction * 10.0, 1.0);
    float pixels = pos.x * objectScale.x * max(view_size.y, 360.0) / 720.0;
    clip.xy += texpos * pixels * 2.0 / view_size * clip.w;
    clip.z = objectScale.y * clip.w;
    gl_Position = clip;
    es_position = direction;
}

void drawSpecial() {
    es_normal = normal;
    bumpX = vec3(0.0);
    mat_pos = texpos;
    vcolor = vec4(color * objectColor.rgb, 1.0);
    parameters = vec4(objectShininess, 1.0, 0.0, 0.0);
    if (objectShininess > -1.5) drawBackground(); else drawSprite();
}
